/*M!999999\- enable the sandbox mode */ 

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `authors`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `authors` (
  `author_id` mediumint(8) NOT NULL,
  `author_type` enum('70','71','72') DEFAULT NULL,
  `author_name` varchar(255) DEFAULT NULL,
  `author_rejete` varchar(255) DEFAULT NULL,
  `author_date` varchar(255) DEFAULT NULL,
  `author_see` mediumint(8) DEFAULT NULL,
  `author_web` varchar(255) DEFAULT NULL,
  `index_author` text DEFAULT NULL,
  `author_comment` text DEFAULT NULL,
  `author_lieu` varchar(255) DEFAULT NULL,
  `author_ville` varchar(255) DEFAULT NULL,
  `author_pays` varchar(255) DEFAULT NULL,
  `author_subdivision` varchar(255) DEFAULT NULL,
  `author_numero` varchar(50) DEFAULT NULL,
  `author_import_denied` int(10) DEFAULT NULL,
  PRIMARY KEY (`author_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `authors` WRITE;
/*!40000 ALTER TABLE `authors` DISABLE KEYS */;
INSERT INTO `authors` VALUES
(1,'70','Modèle','Andréa','1965-....',0,'','','','','','','','',0),
(2,'71','Orchestre fictif de Reims','','',0,'','','','','','','','',0);
/*!40000 ALTER TABLE `authors` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `bulletins`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `bulletins` (
  `bulletin_id` int(8) NOT NULL,
  `bulletin_numero` varchar(255) DEFAULT NULL,
  `bulletin_notice` int(8) DEFAULT NULL,
  `mention_date` varchar(255) DEFAULT NULL,
  `date_date` date DEFAULT NULL,
  `bulletin_titre` text DEFAULT NULL,
  `index_titre` text DEFAULT NULL,
  `bulletin_cb` varchar(30) DEFAULT NULL,
  `num_notice` int(10) DEFAULT NULL,
  PRIMARY KEY (`bulletin_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `bulletins` WRITE;
/*!40000 ALTER TABLE `bulletins` DISABLE KEYS */;
INSERT INTO `bulletins` VALUES
(1,'n° 512',3,'juin 2024','2024-06-01','Spécial été','','3780000000004',0);
/*!40000 ALTER TABLE `bulletins` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `collections`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `collections` (
  `collection_id` mediumint(8) NOT NULL,
  `collection_name` varchar(255) DEFAULT NULL,
  `collection_parent` mediumint(8) DEFAULT NULL,
  `collection_issn` varchar(12) DEFAULT NULL,
  `index_coll` text DEFAULT NULL,
  `collection_web` text DEFAULT NULL,
  `collection_comment` text DEFAULT NULL,
  `authority_import_denied` int(10) DEFAULT NULL,
  PRIMARY KEY (`collection_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `collections` WRITE;
/*!40000 ALTER TABLE `collections` DISABLE KEYS */;
INSERT INTO `collections` VALUES
(1,'Les petits modèles',1,'','','','',0);
/*!40000 ALTER TABLE `collections` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `comptes`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `comptes` (
  `id_compte` int(8) NOT NULL,
  `libelle` varchar(255) DEFAULT NULL,
  `type_compte_id` int(10) DEFAULT NULL,
  `solde` decimal(16,2) DEFAULT NULL,
  `prepay_mnt` decimal(16,2) DEFAULT NULL,
  `proprio_id` int(10) DEFAULT NULL,
  `droits` text DEFAULT NULL,
  PRIMARY KEY (`id_compte`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `comptes` WRITE;
/*!40000 ALTER TABLE `comptes` DISABLE KEYS */;
INSERT INTO `comptes` VALUES
(1,'Amendes',2,-1.50,0.00,1,'');
/*!40000 ALTER TABLE `comptes` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `docs_codestat`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `docs_codestat` (
  `idcode` smallint(5) NOT NULL,
  `codestat_libelle` varchar(255) DEFAULT NULL,
  `statisdoc_codage_import` char(2) DEFAULT NULL,
  `statisdoc_owner` mediumint(8) DEFAULT NULL,
  PRIMARY KEY (`idcode`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `docs_codestat` WRITE;
/*!40000 ALTER TABLE `docs_codestat` DISABLE KEYS */;
INSERT INTO `docs_codestat` VALUES
(1,'Adulte','a',0),
(2,'Jeunesse','j',0);
/*!40000 ALTER TABLE `docs_codestat` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `docs_location`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `docs_location` (
  `idlocation` smallint(5) NOT NULL,
  `location_libelle` varchar(255) DEFAULT NULL,
  `locdoc_codage_import` varchar(255) DEFAULT NULL,
  `locdoc_owner` mediumint(8) DEFAULT NULL,
  `location_pic` varchar(255) DEFAULT NULL,
  `location_visible_opac` tinyint(1) DEFAULT NULL,
  `name` varchar(255) DEFAULT NULL,
  `adr1` varchar(255) DEFAULT NULL,
  `adr2` varchar(255) DEFAULT NULL,
  `cp` varchar(15) DEFAULT NULL,
  `town` varchar(100) DEFAULT NULL,
  `state` varchar(100) DEFAULT NULL,
  `country` varchar(100) DEFAULT NULL,
  `phone` varchar(100) DEFAULT NULL,
  `email` varchar(100) DEFAULT NULL,
  `website` varchar(100) DEFAULT NULL,
  `logo` varchar(255) DEFAULT NULL,
  `commentaire` text DEFAULT NULL,
  `transfert_ordre` smallint(2) DEFAULT NULL,
  `transfert_statut_defaut` smallint(5) DEFAULT NULL,
  `num_infopage` int(6) DEFAULT NULL,
  `css_style` varchar(100) DEFAULT NULL,
  `surloc_num` int(11) DEFAULT NULL,
  `surloc_used` tinyint(1) DEFAULT NULL,
  `show_a2z` int(1) DEFAULT NULL,
  PRIMARY KEY (`idlocation`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `docs_location` WRITE;
/*!40000 ALTER TABLE `docs_location` DISABLE KEYS */;
INSERT INTO `docs_location` VALUES
(1,'Médiathèque Jean-Exemple','',0,'',0,'','1 place du Marché','','51480','Œuilly','','','03 00 00 00 00','mediatheque@exemple.fr','','','',0,0,0,'',0,0,0),
(2,'Annexe de l\'Étang','',0,'',0,'','','','','Œuilly','','','','','','','',0,0,0,'',0,0,0);
/*!40000 ALTER TABLE `docs_location` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `docs_section`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `docs_section` (
  `idsection` smallint(5) NOT NULL,
  `section_libelle` varchar(255) DEFAULT NULL,
  `sdoc_codage_import` varchar(255) DEFAULT NULL,
  `sdoc_owner` mediumint(8) DEFAULT NULL,
  `section_pic` varchar(255) DEFAULT NULL,
  `section_visible_opac` tinyint(1) DEFAULT NULL,
  PRIMARY KEY (`idsection`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `docs_section` WRITE;
/*!40000 ALTER TABLE `docs_section` DISABLE KEYS */;
INSERT INTO `docs_section` VALUES
(10,'Jeunesse','',0,'',0),
(11,'Adulte, romans','',0,'',0);
/*!40000 ALTER TABLE `docs_section` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `docs_statut`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `docs_statut` (
  `idstatut` smallint(5) NOT NULL,
  `statut_libelle` varchar(255) DEFAULT NULL,
  `statut_libelle_opac` varchar(255) DEFAULT NULL,
  `pret_flag` tinyint(4) DEFAULT NULL,
  `statusdoc_codage_import` char(2) DEFAULT NULL,
  `statusdoc_owner` mediumint(8) DEFAULT NULL,
  `transfert_flag` tinyint(4) DEFAULT NULL,
  `statut_visible_opac` tinyint(1) DEFAULT NULL,
  `statut_allow_resa` int(1) DEFAULT NULL,
  PRIMARY KEY (`idstatut`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `docs_statut` WRITE;
/*!40000 ALTER TABLE `docs_statut` DISABLE KEYS */;
INSERT INTO `docs_statut` VALUES
(1,'En rayon','',1,'',0,0,0,0),
(2,'Consultation sur place','',0,'',0,0,0,0);
/*!40000 ALTER TABLE `docs_statut` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `docs_type`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `docs_type` (
  `idtyp_doc` int(5) NOT NULL,
  `tdoc_libelle` varchar(255) DEFAULT NULL,
  `duree_pret` smallint(6) DEFAULT NULL,
  `duree_resa` int(6) DEFAULT NULL,
  `tdoc_owner` mediumint(8) DEFAULT NULL,
  `tdoc_codage_import` varchar(255) DEFAULT NULL,
  `tarif_pret` decimal(16,2) DEFAULT NULL,
  `short_loan_duration` int(6) DEFAULT NULL,
  PRIMARY KEY (`idtyp_doc`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `docs_type` WRITE;
/*!40000 ALTER TABLE `docs_type` DISABLE KEYS */;
INSERT INTO `docs_type` VALUES
(1,'Livre',21,15,0,'au',0.00,0),
(2,'Disque compact',14,10,0,'je',0.50,0);
/*!40000 ALTER TABLE `docs_type` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `empr`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `empr` (
  `id_empr` int(10) NOT NULL,
  `empr_cb` varchar(255) DEFAULT NULL,
  `empr_nom` varchar(255) DEFAULT NULL,
  `empr_prenom` varchar(255) DEFAULT NULL,
  `empr_adr1` varchar(255) DEFAULT NULL,
  `empr_adr2` varchar(255) DEFAULT NULL,
  `empr_cp` varchar(10) DEFAULT NULL,
  `empr_ville` varchar(255) DEFAULT NULL,
  `empr_pays` varchar(255) DEFAULT NULL,
  `empr_mail` varchar(255) DEFAULT NULL,
  `empr_tel1` varchar(255) DEFAULT NULL,
  `empr_tel2` varchar(255) DEFAULT NULL,
  `empr_prof` varchar(255) DEFAULT NULL,
  `empr_year` int(4) DEFAULT NULL,
  `empr_categ` smallint(5) DEFAULT NULL,
  `empr_codestat` smallint(5) DEFAULT NULL,
  `empr_creation` datetime DEFAULT NULL,
  `empr_modif` date DEFAULT NULL,
  `empr_sexe` tinyint(3) DEFAULT NULL,
  `empr_login` varchar(255) DEFAULT NULL,
  `empr_password` varchar(255) DEFAULT NULL,
  `empr_password_is_encrypted` int(1) DEFAULT NULL,
  `empr_digest` varchar(255) DEFAULT NULL,
  `empr_date_adhesion` date DEFAULT NULL,
  `empr_date_expiration` date DEFAULT NULL,
  `empr_msg` text DEFAULT NULL,
  `empr_lang` varchar(10) DEFAULT NULL,
  `empr_ldap` tinyint(1) DEFAULT NULL,
  `type_abt` int(1) DEFAULT NULL,
  `last_loan_date` date DEFAULT NULL,
  `empr_location` int(6) DEFAULT NULL,
  `date_fin_blocage` date DEFAULT NULL,
  `total_loans` bigint(20) DEFAULT NULL,
  `empr_statut` bigint(20) DEFAULT NULL,
  `cle_validation` varchar(255) DEFAULT NULL,
  `empr_sms` int(1) DEFAULT NULL,
  `empr_subscription_action` text DEFAULT NULL,
  PRIMARY KEY (`id_empr`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `empr` WRITE;
/*!40000 ALTER TABLE `empr` DISABLE KEYS */;
INSERT INTO `empr` VALUES
(1,'0001001','EXEMPLE','Camille','4 rue de l\'Église','Bât. B','51480','Œuilly','France','camille@exemple.fr','03 00 00 00 01','','',1987,1,1,'2019-09-02 10:00:00','2024-01-05',2,'cexemple','x',0,'','2023-09-02','2024-09-01','','fr_FR',0,1,'2024-05-06',1,'0000-00-00',41,1,'',0,''),
(2,'0001002','D\'ESSAI','Noé','','','51480','Œuilly','','','','','',2014,2,1,'2021-10-06 14:30:00','0000-00-00',1,'','',0,'','2023-10-06','2024-10-05','Carte à refaire\nvoir les parents','',0,0,NULL,1,'2024-06-30',7,2,'',0,''),
(3,'2,08E+05','FICTIF','Ã‰lodie','','','','','','','','','',0,1,0,'0000-00-00 00:00:00','0000-00-00',0,'','',0,'','2012-03-01','2013-02-28','','',0,0,NULL,2,'0000-00-00',0,1,'',0,'');
/*!40000 ALTER TABLE `empr` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `empr_categ`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `empr_categ` (
  `id_categ_empr` smallint(5) NOT NULL,
  `libelle` varchar(255) DEFAULT NULL,
  `duree_adhesion` int(10) DEFAULT NULL,
  `tarif_abt` decimal(16,2) DEFAULT NULL,
  `age_min` int(3) DEFAULT NULL,
  `age_max` int(3) DEFAULT NULL,
  PRIMARY KEY (`id_categ_empr`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `empr_categ` WRITE;
/*!40000 ALTER TABLE `empr_categ` DISABLE KEYS */;
INSERT INTO `empr_categ` VALUES
(1,'Adulte',365,12.00,15,0),
(2,'Enfant',365,0.00,0,14);
/*!40000 ALTER TABLE `empr_categ` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `empr_codestat`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `empr_codestat` (
  `idcode` smallint(5) NOT NULL,
  `libelle` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`idcode`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `empr_codestat` WRITE;
/*!40000 ALTER TABLE `empr_codestat` DISABLE KEYS */;
INSERT INTO `empr_codestat` VALUES
(1,'Commune');
/*!40000 ALTER TABLE `empr_codestat` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `empr_statut`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `empr_statut` (
  `idstatut` smallint(5) NOT NULL,
  `statut_libelle` varchar(255) DEFAULT NULL,
  `allow_loan` tinyint(4) DEFAULT NULL,
  `allow_loan_hist` tinyint(4) DEFAULT NULL,
  `allow_book` tinyint(4) DEFAULT NULL,
  `allow_opac` tinyint(4) DEFAULT NULL,
  `allow_dsi` tinyint(4) DEFAULT NULL,
  `allow_dsi_priv` tinyint(4) DEFAULT NULL,
  `allow_sugg` tinyint(4) DEFAULT NULL,
  `allow_dema` tinyint(4) DEFAULT NULL,
  `allow_prol` tinyint(4) DEFAULT NULL,
  `allow_avis` tinyint(4) DEFAULT NULL,
  `allow_tag` tinyint(4) DEFAULT NULL,
  `allow_pwd` tinyint(4) DEFAULT NULL,
  `allow_liste_lecture` tinyint(4) DEFAULT NULL,
  `allow_self_checkout` tinyint(4) DEFAULT NULL,
  `allow_self_checkin` tinyint(4) DEFAULT NULL,
  `allow_serialcirc` int(10) DEFAULT NULL,
  PRIMARY KEY (`idstatut`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `empr_statut` WRITE;
/*!40000 ALTER TABLE `empr_statut` DISABLE KEYS */;
INSERT INTO `empr_statut` VALUES
(1,'Actif',1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0),
(2,'Interdit',0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);
/*!40000 ALTER TABLE `empr_statut` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `exemplaires`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `exemplaires` (
  `expl_id` int(10) NOT NULL,
  `expl_cb` varchar(255) DEFAULT NULL,
  `expl_notice` int(10) DEFAULT NULL,
  `expl_bulletin` int(10) DEFAULT NULL,
  `expl_typdoc` int(5) DEFAULT NULL,
  `expl_cote` varchar(255) DEFAULT NULL,
  `expl_section` smallint(5) DEFAULT NULL,
  `expl_statut` smallint(5) DEFAULT NULL,
  `expl_location` smallint(5) DEFAULT NULL,
  `expl_codestat` smallint(5) DEFAULT NULL,
  `expl_date_depot` date DEFAULT NULL,
  `expl_date_retour` date DEFAULT NULL,
  `expl_note` text DEFAULT NULL,
  `expl_prix` varchar(255) DEFAULT NULL,
  `expl_owner` mediumint(8) DEFAULT NULL,
  `expl_lastempr` int(10) DEFAULT NULL,
  `last_loan_date` date DEFAULT NULL,
  `create_date` datetime DEFAULT NULL,
  `update_date` timestamp NULL DEFAULT NULL,
  `type_antivol` int(1) DEFAULT NULL,
  `transfert_location_origine` smallint(5) DEFAULT NULL,
  `transfert_statut_origine` smallint(5) DEFAULT NULL,
  `expl_comment` text DEFAULT NULL,
  `expl_nbparts` int(8) DEFAULT NULL,
  `expl_retloc` smallint(5) DEFAULT NULL,
  `expl_abt_num` int(10) DEFAULT NULL,
  `transfert_section_origine` smallint(5) DEFAULT NULL,
  PRIMARY KEY (`expl_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `exemplaires` WRITE;
/*!40000 ALTER TABLE `exemplaires` DISABLE KEYS */;
INSERT INTO `exemplaires` VALUES
(1,'33700000000018',1,0,1,'R MOD',11,1,1,1,'2018-02-05','0000-00-00','','18,50 €',1,1,'2024-05-06','2018-02-05 10:11:12','2020-03-12 09:08:56',0,0,0,'',0,0,0,0),
(2,'33700000000026',2,0,2,'780 SON',10,2,2,2,'0000-00-00','2024-12-31','Livret manquant','',2,0,NULL,'2005-01-01 00:00:00','2020-03-12 09:08:56',0,0,0,'',0,0,0,0),
(3,'33700000000034',0,1,1,'P GAZ',11,1,1,1,'0000-00-00','0000-00-00','','',1,0,NULL,'2024-06-02 09:00:00','2020-03-12 09:08:56',0,0,0,'',0,0,0,0);
/*!40000 ALTER TABLE `exemplaires` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `indexint`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `indexint` (
  `indexint_id` mediumint(8) NOT NULL,
  `indexint_name` varchar(255) DEFAULT NULL,
  `indexint_comment` text DEFAULT NULL,
  `index_indexint` text DEFAULT NULL,
  `num_pclass` int(11) DEFAULT NULL,
  PRIMARY KEY (`indexint_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `indexint` WRITE;
/*!40000 ALTER TABLE `indexint` DISABLE KEYS */;
INSERT INTO `indexint` VALUES
(1,'641.5','','',0);
/*!40000 ALTER TABLE `indexint` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `lenders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `lenders` (
  `idlender` smallint(5) NOT NULL,
  `lender_libelle` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`idlender`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `lenders` WRITE;
/*!40000 ALTER TABLE `lenders` DISABLE KEYS */;
INSERT INTO `lenders` VALUES
(1,'Fonds propre'),
(2,'Bibliothèque départementale');
/*!40000 ALTER TABLE `lenders` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `notices`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `notices` (
  `notice_id` mediumint(8) NOT NULL,
  `typdoc` char(2) DEFAULT NULL,
  `tit1` text DEFAULT NULL,
  `tit2` text DEFAULT NULL,
  `tit3` text DEFAULT NULL,
  `tit4` text DEFAULT NULL,
  `tparent_id` mediumint(8) DEFAULT NULL,
  `tnvol` varchar(100) DEFAULT NULL,
  `ed1_id` mediumint(8) DEFAULT NULL,
  `ed2_id` mediumint(8) DEFAULT NULL,
  `coll_id` mediumint(8) DEFAULT NULL,
  `subcoll_id` mediumint(8) DEFAULT NULL,
  `year` varchar(50) DEFAULT NULL,
  `nocoll` varchar(255) DEFAULT NULL,
  `mention_edition` varchar(255) DEFAULT NULL,
  `code` varchar(50) DEFAULT NULL,
  `npages` varchar(255) DEFAULT NULL,
  `ill` varchar(255) DEFAULT NULL,
  `size` varchar(255) DEFAULT NULL,
  `accomp` varchar(255) DEFAULT NULL,
  `n_gen` text DEFAULT NULL,
  `n_contenu` text DEFAULT NULL,
  `n_resume` text DEFAULT NULL,
  `lien` text DEFAULT NULL,
  `eformat` varchar(255) DEFAULT NULL,
  `index_l` text DEFAULT NULL,
  `indexint` int(8) DEFAULT NULL,
  `index_serie` text DEFAULT NULL,
  `index_matieres` text DEFAULT NULL,
  `niveau_biblio` char(1) DEFAULT NULL,
  `niveau_hierar` char(1) DEFAULT NULL,
  `origine_catalogage` int(8) DEFAULT NULL,
  `prix` varchar(255) DEFAULT NULL,
  `index_n_gen` text DEFAULT NULL,
  `index_n_contenu` text DEFAULT NULL,
  `index_n_resume` text DEFAULT NULL,
  `index_sew` text DEFAULT NULL,
  `index_wew` text DEFAULT NULL,
  `statut` int(5) DEFAULT NULL,
  `commentaire_gestion` text DEFAULT NULL,
  `create_date` datetime DEFAULT NULL,
  `update_date` timestamp NULL DEFAULT NULL,
  `signature` varchar(255) DEFAULT NULL,
  `thumbnail_url` text DEFAULT NULL,
  `date_parution` date DEFAULT NULL,
  `opac_visible_bulletinage` tinyint(3) DEFAULT NULL,
  `indexation_lang` varchar(20) DEFAULT NULL,
  `map_echelle_num` int(10) DEFAULT NULL,
  `map_projection_num` int(10) DEFAULT NULL,
  `map_ref_num` int(10) DEFAULT NULL,
  `map_equinoxe` varchar(255) DEFAULT NULL,
  `notice_is_new` int(10) DEFAULT NULL,
  `notice_date_is_new` datetime DEFAULT NULL,
  `opac_serialcirc_demande` tinyint(3) DEFAULT NULL,
  PRIMARY KEY (`notice_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `notices` WRITE;
/*!40000 ALTER TABLE `notices` DISABLE KEYS */;
INSERT INTO `notices` VALUES
(1,'a','L\'été des rêves','','','roman',0,'',1,0,1,0,'DL 2017','12','','978-2-9999999-9-6','217 p.','','20 cm','','','','Un été, une ville.\r\nEt puis \"rien\".','','','',1,'','','m','0',0,'18 €','','','','','',0,'','2018-02-03 09:00:00','2020-03-12 09:08:56','','','0000-00-00',0,'',0,0,0,'',0,'0000-00-00 00:00:00',0),
(2,'j','Sonates','','','',0,'',0,0,0,0,'cop. 2003','','','3700000000004','','','','','','','','','','',0,'','','m','0',0,'','','','','','',0,'','0000-00-00 00:00:00','2020-03-12 09:08:56','','','0000-00-00',0,'',0,0,0,'',0,'0000-00-00 00:00:00',0),
(3,'a','La Gazette modèle','','','',0,'',0,0,0,0,'','','','0999-9994','','','','','','','','','','',0,'','','s','1',0,'','','','','','',0,'','0000-00-00 00:00:00','2020-03-12 09:08:56','','','0000-00-00',0,'',0,0,0,'',0,'0000-00-00 00:00:00',0);
/*!40000 ALTER TABLE `notices` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `notices_langues`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `notices_langues` (
  `num_notice` int(8) NOT NULL,
  `type_langue` int(1) NOT NULL,
  `code_langue` char(3) NOT NULL,
  `ordre_langue` smallint(2) DEFAULT NULL,
  PRIMARY KEY (`num_notice`,`type_langue`,`code_langue`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `notices_langues` WRITE;
/*!40000 ALTER TABLE `notices_langues` DISABLE KEYS */;
INSERT INTO `notices_langues` VALUES
(1,0,'fre',0),
(1,1,'eng',0);
/*!40000 ALTER TABLE `notices_langues` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `pret`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `pret` (
  `pret_idempr` int(10) DEFAULT NULL,
  `pret_idexpl` int(10) NOT NULL,
  `pret_date` datetime DEFAULT NULL,
  `pret_retour` date DEFAULT NULL,
  `pret_arc_id` int(10) DEFAULT NULL,
  `niveau_relance` int(1) DEFAULT NULL,
  `date_relance` date DEFAULT NULL,
  `printed` int(1) DEFAULT NULL,
  `retour_initial` date DEFAULT NULL,
  `cpt_prolongation` int(1) DEFAULT NULL,
  `pret_temp` varchar(50) DEFAULT NULL,
  `short_loan_flag` int(1) DEFAULT NULL,
  PRIMARY KEY (`pret_idexpl`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `pret` WRITE;
/*!40000 ALTER TABLE `pret` DISABLE KEYS */;
INSERT INTO `pret` VALUES
(1,1,'2024-05-06 15:04:00','2024-05-27',903,1,'0000-00-00',0,'0000-00-00',1,'',0);
/*!40000 ALTER TABLE `pret` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `pret_archive`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `pret_archive` (
  `arc_id` int(10) NOT NULL,
  `arc_debut` datetime DEFAULT NULL,
  `arc_fin` datetime DEFAULT NULL,
  `arc_id_empr` int(10) DEFAULT NULL,
  `arc_empr_cp` varchar(10) DEFAULT NULL,
  `arc_empr_ville` varchar(255) DEFAULT NULL,
  `arc_empr_prof` varchar(255) DEFAULT NULL,
  `arc_empr_year` int(4) DEFAULT NULL,
  `arc_empr_categ` smallint(5) DEFAULT NULL,
  `arc_empr_codestat` smallint(5) DEFAULT NULL,
  `arc_empr_sexe` tinyint(3) DEFAULT NULL,
  `arc_empr_statut` int(10) DEFAULT NULL,
  `arc_empr_location` int(6) DEFAULT NULL,
  `arc_type_abt` int(6) DEFAULT NULL,
  `arc_expl_typdoc` int(5) DEFAULT NULL,
  `arc_expl_cote` varchar(255) DEFAULT NULL,
  `arc_expl_statut` smallint(5) DEFAULT NULL,
  `arc_expl_location` smallint(5) DEFAULT NULL,
  `arc_expl_location_origine` int(10) DEFAULT NULL,
  `arc_expl_location_retour` int(10) DEFAULT NULL,
  `arc_expl_codestat` smallint(5) DEFAULT NULL,
  `arc_expl_owner` mediumint(8) DEFAULT NULL,
  `arc_expl_section` int(5) DEFAULT NULL,
  `arc_expl_id` int(10) DEFAULT NULL,
  `arc_expl_notice` int(10) DEFAULT NULL,
  `arc_expl_bulletin` int(10) DEFAULT NULL,
  `arc_groupe` varchar(255) DEFAULT NULL,
  `arc_niveau_relance` int(1) DEFAULT NULL,
  `arc_date_relance` date DEFAULT NULL,
  `arc_printed` int(1) DEFAULT NULL,
  `arc_cpt_prolongation` int(1) DEFAULT NULL,
  `arc_short_loan_flag` int(1) DEFAULT NULL,
  PRIMARY KEY (`arc_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `pret_archive` WRITE;
/*!40000 ALTER TABLE `pret_archive` DISABLE KEYS */;
INSERT INTO `pret_archive` VALUES
(901,'2024-03-01 10:00:00','2024-03-20 16:30:00',0,'51480','Œuilly','',1987,1,0,2,0,0,0,1,'R MOD',0,1,0,0,0,0,11,1,1,0,'',0,'0000-00-00',0,0,0),
(902,'2024-04-02 10:00:00','2024-04-01 09:00:00',2,'51480','','',2014,2,0,1,0,0,0,1,'P GAZ',0,1,0,0,0,0,11,3,0,1,'',0,'0000-00-00',0,0,0),
(903,'2024-05-06 15:04:00',NULL,1,'','','',0,0,0,0,0,0,0,0,'',0,0,0,0,0,0,0,1,1,0,'',0,'0000-00-00',0,0,0);
/*!40000 ALTER TABLE `pret_archive` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `publishers`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `publishers` (
  `ed_id` mediumint(8) NOT NULL,
  `ed_name` varchar(255) DEFAULT NULL,
  `ed_adr1` varchar(255) DEFAULT NULL,
  `ed_adr2` varchar(255) DEFAULT NULL,
  `ed_cp` varchar(10) DEFAULT NULL,
  `ed_ville` varchar(96) DEFAULT NULL,
  `ed_pays` varchar(96) DEFAULT NULL,
  `ed_web` varchar(255) DEFAULT NULL,
  `index_publisher` text DEFAULT NULL,
  `ed_comment` text DEFAULT NULL,
  PRIMARY KEY (`ed_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `publishers` WRITE;
/*!40000 ALTER TABLE `publishers` DISABLE KEYS */;
INSERT INTO `publishers` VALUES
(1,'Éditions du Modèle','','','','Reims','','','','');
/*!40000 ALTER TABLE `publishers` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `resa`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `resa` (
  `id_resa` mediumint(8) NOT NULL,
  `resa_idempr` int(10) DEFAULT NULL,
  `resa_idnotice` mediumint(8) DEFAULT NULL,
  `resa_idbulletin` int(8) DEFAULT NULL,
  `resa_date` datetime DEFAULT NULL,
  `resa_date_debut` date DEFAULT NULL,
  `resa_date_fin` date DEFAULT NULL,
  `resa_cb` varchar(255) DEFAULT NULL,
  `resa_confirmee` int(1) DEFAULT NULL,
  `resa_loc_retrait` smallint(5) DEFAULT NULL,
  `resa_arc` int(10) DEFAULT NULL,
  `resa_planning_id_resa` int(8) DEFAULT NULL,
  PRIMARY KEY (`id_resa`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `resa` WRITE;
/*!40000 ALTER TABLE `resa` DISABLE KEYS */;
INSERT INTO `resa` VALUES
(1,2,1,0,'2024-05-10 11:00:00','0000-00-00','0000-00-00','',0,1,0,0),
(2,1,0,1,'2024-06-03 09:30:00','2024-06-04','2024-06-19','33700000000034',1,1,0,0);
/*!40000 ALTER TABLE `resa` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `responsability`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `responsability` (
  `responsability_author` mediumint(8) NOT NULL,
  `responsability_notice` mediumint(8) NOT NULL,
  `responsability_fonction` varchar(4) NOT NULL,
  `responsability_type` mediumint(1) DEFAULT NULL,
  `responsability_ordre` smallint(2) DEFAULT NULL,
  PRIMARY KEY (`responsability_author`,`responsability_notice`,`responsability_fonction`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `responsability` WRITE;
/*!40000 ALTER TABLE `responsability` DISABLE KEYS */;
INSERT INTO `responsability` VALUES
(1,1,'070',0,0),
(2,2,'590',1,0);
/*!40000 ALTER TABLE `responsability` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `transactions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `transactions` (
  `id_transaction` int(10) NOT NULL,
  `compte_id` int(8) DEFAULT NULL,
  `user_id` int(10) DEFAULT NULL,
  `user_name` varchar(255) DEFAULT NULL,
  `machine` varchar(255) DEFAULT NULL,
  `date_enrgt` datetime DEFAULT NULL,
  `date_prevue` date DEFAULT NULL,
  `date_effective` date DEFAULT NULL,
  `montant` decimal(16,2) DEFAULT NULL,
  `sens` int(1) DEFAULT NULL,
  `realisee` int(1) DEFAULT NULL,
  `commentaire` text DEFAULT NULL,
  `encaissement` int(1) DEFAULT NULL,
  `transactype_num` int(10) DEFAULT NULL,
  `cashdesk_num` int(10) DEFAULT NULL,
  `transacash_num` int(10) DEFAULT NULL,
  PRIMARY KEY (`id_transaction`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `transactions` WRITE;
/*!40000 ALTER TABLE `transactions` DISABLE KEYS */;
INSERT INTO `transactions` VALUES
(1,1,1,'accueil','','2024-05-28 09:00:00',NULL,NULL,1.50,-1,0,'Retard du 27/05',0,0,0,0);
/*!40000 ALTER TABLE `transactions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `type_abts`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `type_abts` (
  `id_type_abt` int(5) NOT NULL,
  `type_abt_libelle` varchar(255) DEFAULT NULL,
  `prepay` int(1) DEFAULT NULL,
  `prepay_deflt_mnt` decimal(16,2) DEFAULT NULL,
  `tarif` decimal(16,2) DEFAULT NULL,
  `commentaire` text DEFAULT NULL,
  `caution` decimal(16,2) DEFAULT NULL,
  `localisations` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`id_type_abt`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `type_abts` WRITE;
/*!40000 ALTER TABLE `type_abts` DISABLE KEYS */;
INSERT INTO `type_abts` VALUES
(1,'Individuel',0,0.00,0.00,'',0.00,'');
/*!40000 ALTER TABLE `type_abts` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

